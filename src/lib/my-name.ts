const NAME = 'touchstone-name';

/** The name somebody last signed with in this browser; '' before the first time. */
export const myName = () => (typeof localStorage === 'undefined' ? '' : (localStorage.getItem(NAME) ?? ''));

export const keepMyName = (name: string) => localStorage.setItem(NAME, name);
