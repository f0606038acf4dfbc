import { error } from '@sveltejs/kit';
import { refuse } from '../http.ts';
import { isStoreTrouble } from './file.ts';

/** An API over the store: when that cannot be used it says so, and what to do, with 503. */
export const overStore =
	<Event>(handle: (event: Event) => Response | Promise<Response>) =>
	async (event: Event): Promise<Response> => {
		try {
			return await handle(event);
		} catch (thrown) {
			if (isStoreTrouble(thrown)) return refuse('', thrown.message, 503);
			throw thrown;
		}
	};

/** What a page reads of the store; else the page that says what is wrong with it. */
export function fromStore<T>(read: () => T): T {
	try {
		return read();
	} catch (thrown) {
		if (isStoreTrouble(thrown)) error(503, thrown.message);
		throw thrown;
	}
}
