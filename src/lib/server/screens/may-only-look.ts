import { isStoreTrouble } from '../store/file.ts';
import type { Screens } from '../screens.ts';

const LOOKING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What a screen does for itself: it gives its token up, and asks for a code. */
const ITS_OWN: ReadonlySet<string> = new Set(['/api/screens/self', '/api/screens/codes']);

/** Why a request that bears a screen's token is refused: it would change something. Undefined when it may pass, as who also shows a key may. */
export function mayOnlyLook(
	request: Pick<Request, 'headers' | 'method' | 'url'>,
	screens: Pick<Screens, 'screenOf'>
): { path: string; detail: string } | undefined {
	const { headers, method, url } = request;
	if (LOOKING.has(method) || headers.has('authorization') || ITS_OWN.has(new URL(url).pathname))
		return undefined;
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
