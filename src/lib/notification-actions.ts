import { z } from 'zod';
import type { GivenTarget, KnownTarget } from '#schema/notification.ts';

const Refused = z.object({ error: z.object({ detail: z.string() }) });

/** Sends an order; throws an error in words for people. */
async function send(method: 'PUT' | 'POST', path: string, order: unknown): Promise<void> {
	const response = await fetch(path, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(order)
	});
	if (response.ok) return;
	const refused = Refused.safeParse(await response.json().catch(() => undefined));
	throw new Error(refused.success ? refused.data.error.detail : `HTTP ${response.status}`);
}

/** A target that is there, as it is given again: it keeps its secret. */
const again = ({ has_secret: _has, ...target }: KnownTarget): GivenTarget => target;

/** Says who is told from now on: those who are, and perhaps one more. */
export const saveTargets = (known: readonly KnownTarget[], more: readonly GivenTarget[] = []) =>
	send('PUT', '/api/notifications', { targets: [...known.map(again), ...more] });

/** Sends something to try. */
export const sendTest = (id: string) => send('POST', '/api/notifications/test', { id });
