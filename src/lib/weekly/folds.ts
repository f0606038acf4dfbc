/** A screen on which parts of a review are folded. */
export const PHONE = 'screen and (max-width: 40rem)';

const KEY = 'weekly-unfolded';

/** What this reader has opened in this session; nothing where nothing may be kept. */
function unfolded(): string[] {
	try {
		return (sessionStorage.getItem(KEY) ?? '').split('\n').filter(Boolean);
	} catch {
		return [];
	}
}

/** Whether a part was opened in this session. */
export const isUnfolded = (name: string) => unfolded().includes(name);

/** Remembers for this session that a part is open, or is not. */
export function unfold(name: string, open: boolean): void {
	const others = unfolded().filter((one) => one !== name);
	try {
		sessionStorage.setItem(KEY, (open ? [...others, name] : others).join('\n'));
	} catch {
		// It is folded again on the next page.
	}
}
