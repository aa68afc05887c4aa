// While houses are typed, shows what is understood of them. Without this script the button does the same.
(() => {
  const form = document.querySelector('form[data-live]');
  const field = form?.querySelector('textarea');
  if (!form || !field) return;
  let timer;
  let asked = 0;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, 400);
  });

  async function look() {
    const mine = ++asked;
    if (field.value.trim() === '') return;
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.dataset.live, { method: 'POST', body, headers: { accept: 'text/html' } }).catch(() => null);
    if (!response?.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const [now, then] = [document.getElementById('understood'), page.getElementById('understood')];
    if (mine === asked && now && then) now.replaceChildren(...then.childNodes);
  }
})();
