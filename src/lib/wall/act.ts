import { z } from 'zod';
import { m } from '../paraglide/messages.js';

const Refused = z.object({ error: z.object({ detail: z.string() }) });

/** Says that somebody acts upon a promise, or what more there is to note of it; resolves with why it could not be said, '' when it was. */
export async function actOn(promise_id: string, said: { by: string; note: string }): Promise<string> {
	try {
		const answer = await fetch(`/api/actions/${encodeURIComponent(promise_id)}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(said)
		});
		if (answer.ok) return '';
		const refused = Refused.safeParse(await answer.json().catch(() => undefined));
		return refused.success ? refused.data.error.detail : m.act_failed();
	} catch {
		return m.act_failed();
	}
}
