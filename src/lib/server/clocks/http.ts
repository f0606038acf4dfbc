import { json } from '@sveltejs/kit';
import { ClockOrder } from '#schema/clock.ts';
import { refuse } from '../http.ts';
import { readOrder } from '../quarantine-order.ts';
import { readIfMatch } from '../standards/http.ts';
import type { StandingClocks } from './clocks.ts';

type Asked = {
	request: Request;
	params: { id: string };
	locals: { touchstone: App.Locals['touchstone'] };
};

/** The list as an answer: what If-Match of a later PUT refers to is its version. */
export const clocksAnswer = ({ version, spells }: StandingClocks) =>
	json({ version, spells }, { headers: { etag: `"${version}"`, 'cache-control': 'no-store' } });

/** Says of a spell whether the clock was wrong. */
export async function sayOfClock({
	request,
	params: { id },
	locals: { touchstone }
}: Asked): Promise<Response> {
	const not = touchstone.whyNotChange(request);
	if (not) return refuse(not.path, not.detail, 403);
	const from = readIfMatch(request.headers.get('if-match'));
	if (from === 'unreadable') return refuse('If-Match', 'expected the ETag it was read with, such as "3"');
	const order = await readOrder(request, ClockOrder);
	if (!order.ok) return order.refused;
	const said = await touchstone.clocks.say({ id, order: order.value, from, by: touchstone.whoIs(request) });
	if (said.outcome === 'nothing') return refuse('id', `there is no spell ${id}`, 404);
	if (said.outcome === 'done') return clocksAnswer(said);
	const detail = 'the list was changed meanwhile: read it again and say it of what stands there';
	return json(
		{ error: { reason: 'changed', path: 'If-Match', detail } },
		{ status: 412, headers: { etag: `"${said.version}"` } }
	);
}
