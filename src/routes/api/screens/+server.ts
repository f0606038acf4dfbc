import { json } from '@sveltejs/kit';
import { PairOrder } from '#schema/screen.ts';
import { noBoard } from '$lib/server/boards/http.ts';
import { refuse } from '$lib/server/http.ts';
import { readOrder } from '$lib/server/quarantine-order.ts';
import { tooMany } from '$lib/server/screens/http.ts';
import { overStore } from '$lib/server/store/http.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** The screens that were paired. */
export const GET: RequestHandler = overStore(({ locals }: RequestEvent) =>
	json(
		{ as_of: new Date().toISOString(), screens: locals.touchstone.screens.list() },
		{ headers: { 'cache-control': 'no-store' } }
	)
);

/** A manager's yes to the code on a screen: names the screen and gives it a board. */
export const POST: RequestHandler = overStore(async ({ request, locals, getClientAddress }: RequestEvent) => {
	const { boards, screens, whyNotChange, whoIs } = locals.touchstone;
	const not = whyNotChange(request);
	if (not) return refuse(not.path, not.detail, 403);
	const order = await readOrder(request, PairOrder);
	if (!order.ok) return order.refused;
	const { codes, tries, list } = screens;
	const wait_s = tries.confirm.wait(getClientAddress());
	if (wait_s > 0) return tooMany('code', wait_s);
	if (!boards.read(order.value.board)) return noBoard(order.value.board);
	const id = codes.confirm({ ...order.value, by: whoIs(request) });
	if (id)
		return json(
			list().find((screen) => screen.id === id),
			{ status: 201 }
		);
	tries.confirm.note(getClientAddress());
	return refuse('code', 'no screen shows this code now: read it off the screen again', 404);
});
