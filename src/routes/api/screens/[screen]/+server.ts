import { json } from '@sveltejs/kit';
import { ScreenChange } from '#schema/screen.ts';
import { noBoard } from '$lib/server/boards/http.ts';
import { refuse } from '$lib/server/http.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

const noScreen = (id: string) => refuse('screen', `there is no screen ${id}: it may be revoked`, 404);

/** Gives a screen another name or board; it follows by itself. */
export const PATCH: RequestHandler = overStore(async ({ request, params, locals }: RequestEvent) => {
	const { boards, screens, whyNotChange } = locals.touchstone;
	const not = whyNotChange(request);
	if (not) return refuse(not.path, not.detail, 403);
	const order = await readOrder(request, ScreenChange);
	if (!order.ok) return order.refused;
	const { board } = order.value;
	if (board !== undefined && !boards.read(board)) return noBoard(board);
	if (!screens.change(params.screen, order.value)) return noScreen(params.screen);
	return json(screens.list().find(({ id }) => id === params.screen));
});

/** Revokes a screen: its token is worth nothing from now on. */
export const DELETE: RequestHandler = overStore(({ request, params, locals }: RequestEvent) => {
	const { screens, whyNotChange } = locals.touchstone;
	const not = whyNotChange(request);
	if (not) return refuse(not.path, not.detail, 403);
	return screens.revoke(params.screen) ? new Response(null, { status: 204 }) : noScreen(params.screen);
});
