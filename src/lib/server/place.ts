/** The address of the page itself, without the name of the form's act (`?/enrol`). */
export function placeOf(url: URL): string {
  const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
  return kept.length === 0 ? url.pathname : `${url.pathname}?${new URLSearchParams(kept).toString()}`;
}
