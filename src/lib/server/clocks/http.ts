import { json } from '@sveltejs/kit';
import { ClockOrder } from '#schema/clock.ts';
import { refuse } from '../http.ts';
import { readOrder } from '../quarantine-order.ts';
import { notChanging, readChanging } from '../versions/http.ts';
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
export async function sayOfClock(asked: Asked): Promise<Response> {
	const changing = notChanging(asked) ?? readChanging(asked);
	if (changing instanceof Response) return changing;
	const order = await readOrder(asked.request, ClockOrder);
	if (!order.ok) return order.refused;
	const said = await asked.locals.touchstone.clocks.say({ ...changing, order: order.value });
	if (said.outcome === 'nothing') return refuse('id', `there is no spell ${changing.id}`, 404);
	if (said.outcome === 'done') return clocksAnswer(said);
	const detail = 'the list was changed meanwhile: read it again and say it of what stands there';
	return json(
		{ error: { reason: 'changed', path: 'If-Match', detail } },
		{ status: 412, headers: { etag: `"${said.version}"` } }
	);
}
