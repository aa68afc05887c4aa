/** The state's registers a page may have to say are silent. */
export type RegisterName = 'civil_registry' | 'passport_service' | 'address_bureau' | 'identity_provider';
