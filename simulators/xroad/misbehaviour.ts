/** How a service behaves: as it should, or in one of the ways registers have been seen to fail. */
export const modes = ['ok', 'slow', 'down', 'fault', 'nonsense', 'truncated', 'wrong_child', 'garbled_encoding'] as const;
export type Mode = (typeof modes)[number];

export function isMode(value: unknown): value is Mode {
  return modes.some((mode) => mode === value);
}

/** The bytes of an answer after what happened to them on the way. */
export function damaged(xml: string, mode: Mode): Buffer {
  if (mode === 'truncated') return Buffer.from(xml).subarray(0, Math.floor(Buffer.byteLength(xml) * 0.7));
  if (mode === 'garbled_encoding') return asWindows1251(xml.replace('</SOAP-ENV:Body>', '<!-- Ответ сервиса --></SOAP-ENV:Body>'));
  return Buffer.from(xml);
}

/** Russian letters in the bytes of an older code page, under a header that still says UTF-8. */
function asWindows1251(text: string): Buffer {
  const bytes = Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x80) return code;
    return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : 0x3f;
  });
  return Buffer.from(bytes);
}
