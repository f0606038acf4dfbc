type Undoable = { undo: () => void; redo: () => void };

/** A field that has an undo of its own while one types in it. */
const isTyping = (target: EventTarget | null) =>
	target instanceof HTMLInputElement && ['text', 'number', 'search'].includes(target.type);

/** Ctrl+Z (⌘Z) takes back, Ctrl+Shift+Z and Ctrl+Y do again. */
export const undoKeys =
	({ undo, redo }: Undoable) =>
	(event: KeyboardEvent) => {
		if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
		const key = event.key.toLowerCase();
		if (key === 'z' && event.shiftKey) redo();
		else if (key === 'z') undo();
		else if (key === 'y') redo();
		else return;
		event.preventDefault();
	};
