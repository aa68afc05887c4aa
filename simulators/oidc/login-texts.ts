/** A language in which the sign-in page speaks. */
export type LoginLanguage = keyof typeof loginTexts;

/** What the simulator's pages say; `#` stands for how many digits a national number has. */
export const loginTexts = {
  ru: {
    title: 'Вход',
    simulator: 'Это имитация государственной системы входа. Пароля нет, люди вымышлены.',
    pin: 'Личный номер, # цифр',
    enter: 'Войти',
    unknown: 'Такого номера здесь нет. Проверьте # цифр или выберите человека из списка.',
    choose: 'Или войдите как',
    cancel: 'Отказаться от входа',
    leaveAsked: 'Выйти?',
    leave: 'Выйти',
    left: 'Вы вышли',
    beginAgain: 'Начните вход заново',
  },
  ky: {
    title: 'Кирүү',
    simulator: 'Бул мамлекеттик кирүү тутумунун окшоштурулган түрү. Сырсөз жок, адамдар ойдон чыгарылган.',
    pin: 'Жеке номер, # цифра',
    enter: 'Кирүү',
    unknown: 'Мындай номер бул жерде жок. # цифраны текшериңиз же тизмеден адамды тандаңыз.',
    choose: 'Же төмөнкү адам катары кириңиз',
    cancel: 'Кирүүдөн баш тартуу',
    leaveAsked: 'Чыгасызбы?',
    leave: 'Чыгуу',
    left: 'Сиз чыктыңыз',
    beginAgain: 'Кирүүнү кайра баштаңыз',
  },
  kk: {
    title: 'Кіру',
    simulator: 'Бұл мемлекеттік кіру жүйесіне еліктеу. Құпиясөз жоқ, адамдар ойдан шығарылған.',
    pin: 'Жеке нөмір, # цифр',
    enter: 'Кіру',
    unknown: 'Мұндай нөмір мұнда жоқ. # цифрды тексеріңіз немесе тізімнен адамды таңдаңыз.',
    choose: 'Немесе мына адам ретінде кіріңіз',
    cancel: 'Кіруден бас тарту',
    leaveAsked: 'Шығасыз ба?',
    leave: 'Шығу',
    left: 'Сіз шықтыңыз',
    beginAgain: 'Кіруді қайта бастаңыз',
  },
  en: {
    title: 'Sign in',
    simulator: 'This imitates the state’s sign-in system. There is no password, and the people are invented.',
    pin: 'Personal number, # digits',
    enter: 'Sign in',
    unknown: 'There is no such number here. Check the # digits or choose somebody from the list.',
    choose: 'Or sign in as',
    cancel: 'Do not sign in',
    leaveAsked: 'Sign out?',
    leave: 'Sign out',
    left: 'You have signed out',
    beginAgain: 'Begin signing in again',
  },
} as const;

/** The first language of an OpenID Connect `ui_locales` that the page speaks; Russian where it speaks none. */
export function loginLanguageOf(uiLocales: unknown): LoginLanguage {
  const wanted = typeof uiLocales === 'string' ? uiLocales.split(' ').map((tag) => tag.split('-')[0]) : [];
  return wanted.find((tag): tag is LoginLanguage => tag !== undefined && Object.hasOwn(loginTexts, tag)) ?? 'ru';
}
