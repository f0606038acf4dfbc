const KEY = 'touchstone:reloaded-for';

/**
 * Loads the page anew for another version of the pages, once for each: where what comes is still the old one, it is not asked for again. Nor
 * where a browser keeps nothing, for then nobody knows.
 */
export function reloadOnce(
	build: string,
	{ storage = sessionStorage, reload = () => location.reload() } = {}
) {
	try {
		if (storage.getItem(KEY) === build) return;
		storage.setItem(KEY, build);
	} catch {
		return;
	}
	reload();
}

/** Whether somebody has begun to write: what stands in a field would be lost. */
export const isWriting = () =>
	document.activeElement instanceof HTMLTextAreaElement ||
	(document.activeElement instanceof HTMLInputElement && document.activeElement.value !== '');
