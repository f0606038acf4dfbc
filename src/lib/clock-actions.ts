import type { ClockOrder } from '#schema/clock.ts';
import { sendOrder } from './send-order.ts';

/** Says of a spell whether the clock was wrong. */
export const sayOfClock = (id: string, order: ClockOrder) =>
	sendOrder('PUT', `/api/defects/clocks/${encodeURIComponent(id)}`, order);
