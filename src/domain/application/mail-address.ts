/** What stands before the @, as mail knows it: words joined by single full stops (RFC 5321, 4.1.2). */
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const localAtMost = 64;
/** A part of a host's name: letters and digits, with hyphens only between them. */
const label = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;
const hostAtMost = 253;

/**
 * An e-mail address in the form that mail understands: a host's name in letters that are not Latin becomes its Latin spelling (RFC 5890).
 * `undefined` where it is no address.
 */
export function mailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const host = at < 0 ? null : hostOf(text.slice(at + 1));
  if (host === null || local.length > localAtMost || !localPart.test(local)) return undefined;
  return `${local}@${host}`;
}

function hostOf(typed: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(typed) || !URL.canParse(`http://${typed}`)) return null;
  const { hostname } = new URL(`http://${typed}`);
  const labels = hostname.split('.');
  const isHost = labels.length > 1 && labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return isHost && hostname.length <= hostAtMost ? hostname : null;
}
