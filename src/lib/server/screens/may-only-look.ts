import { isStoreTrouble } from '../store/file.ts';
import type { Screens } from '../screens.ts';

/** Why a request that bears a screen's token may change nothing; undefined without one, and for who also shows a key. */
export function mayOnlyLook(
	request: Pick<Request, 'headers'>,
	screens: Pick<Screens, 'screenOf'>
): { path: string; detail: string } | undefined {
	if (request.headers.has('authorization')) return undefined;
	try {
		const screen = screens.screenOf(request);
		return screen ? { path: 'Cookie', detail: detailOf(screen.name) } : undefined;
	} catch (error) {
		if (isStoreTrouble(error)) return { path: 'Cookie', detail: error.message };
		throw error;
	}
}

const detailOf = (name: string) =>
	`this browser is paired as the screen ${name}, which may only look: give that up under /wall, or use another browser`;
