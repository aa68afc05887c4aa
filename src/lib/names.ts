import type { policies, PolicyCode } from '#domain/policy/registry.ts';
import type { MessageKey } from './messages.ts';

/**
 * Texts of codes that live in the packs. The types are read off the packs themselves: a pack with a code that has no text in every
 * language does not compile. A campaign's stored policy is a copy of a pack, so its codes are among these.
 */
type Pack = (typeof policies)[PolicyCode];
type StageCode = Pack['stages'][number]['code'];
type ReasonCode = NonNullable<Pack['declines']>['reasons'][number]['code'];
type PaperCode = Pack['documents']['toSchool']['list'][number]['code'];

export const stageKey = (code: string): MessageKey => `stage.${code as StageCode}`;
export const stageTextKey = (code: string): MessageKey => `stage_text.${code as StageCode}`;
export const reasonKey = (code: string): MessageKey => `reason.${code as ReasonCode}`;
export const paperKey = (code: string): MessageKey => `document.${code as PaperCode}`;
