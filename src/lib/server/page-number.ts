/** The number before which a list goes on; `null` for its beginning, and for anything that is no number. */
export function beforeOf(url: URL): number | null {
  const text = url.searchParams.get('before') ?? '';
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** From which item a list is shown, counted from 0; its beginning for anything that is no number. */
export function fromOf(url: URL): number {
  const text = url.searchParams.get('from') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
