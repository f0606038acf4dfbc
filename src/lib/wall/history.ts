/** How something came to be what it is: what it was before, and what was undone. */
export type History<T> = { past: readonly T[]; present: T; future: readonly T[] };

/** Further back nobody goes. */
const MOST = 100;

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** After a change; what was undone before it is gone. */
export const did = <T>({ past, present, future }: History<T>, next: T): History<T> =>
	next === present
		? { past, present, future }
		: { past: [...past, present].slice(-MOST), present: next, future: [] };

export function undo<T>(history: History<T>): History<T> {
	const before = history.past.at(-1);
	if (before === undefined) return history;
	return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
	const [next, ...future] = history.future;
	if (next === undefined) return history;
	return { past: [...history.past, history.present], present: next, future };
}
