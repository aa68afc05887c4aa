/** The number before which a list goes on; `null` for its beginning, and for anything that is no number. */
export function beforeOf(url: URL): number | null {
  const text = url.searchParams.get('before') ?? '';
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}
