/** A person's name in parts, as the civil registry gives it; many people have no patronymic. */
export type PersonName = {
  readonly surname: string;
  readonly given: string;
  readonly patronymic: string | null;
};

/** Surname, given name and patronymic in one line, in the registry's order. */
export function fullName(name: PersonName): string {
  return [name.surname, name.given, name.patronymic].filter(Boolean).join(' ');
}

/** The initials, in the registry's order: «А. К. Б.». */
export function initialsOf(name: PersonName): string {
  return [name.surname, name.given, name.patronymic]
    .flatMap((part) => [...(part ?? '')].slice(0, 1))
    .map((letter) => `${letter.toUpperCase()}.`)
    .join(' ');
}
