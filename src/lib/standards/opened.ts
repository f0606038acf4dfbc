import type { Attachment } from 'svelte/attachments';

/** A form that opens within a page: its first field is ready, Escape closes it, and then one is back where one was. */
export const opened =
	(onclose: () => void): Attachment<HTMLElement> =>
	(node) => {
		const from = document.activeElement;
		const escape = (event: KeyboardEvent) => {
			if (event.key === 'Escape') onclose();
		};
		node.querySelector<HTMLElement>('input, select')?.focus();
		node.addEventListener('keydown', escape);
		return () => {
			node.removeEventListener('keydown', escape);
			if (from instanceof HTMLElement && from.isConnected) from.focus();
		};
	};
