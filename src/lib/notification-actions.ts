import type { GivenTarget, KnownTarget } from '#schema/notification.ts';
import { sendOrder } from './send-order.ts';

/** A target that is there, as it is given again: it keeps its secret. */
const again = ({ has_secret: _has, ...target }: KnownTarget): GivenTarget => target;

/** Says who is told from now on: those who are, and perhaps one more. */
export const saveTargets = (known: readonly KnownTarget[], more: readonly GivenTarget[] = []) =>
	sendOrder('PUT', '/api/notifications', { targets: [...known.map(again), ...more] });

/** Sends something to try. */
export const sendTest = (id: string) => sendOrder('POST', '/api/notifications/test', { id });
