import { z } from 'zod';

const Refused = z.object({ error: z.object({ detail: z.string() }) });

/** What a refusal says, as an error in words for people. */
export async function refusalOf(response: Response): Promise<Error> {
	const refused = Refused.safeParse(await response.json().catch(() => undefined));
	return new Error(refused.success ? refused.data.error.detail : `HTTP ${response.status}`);
}

/** Sends an order; throws an error in words for people. */
export async function sendOrder(method: 'PUT' | 'POST', path: string, order: unknown): Promise<void> {
	const response = await fetch(path, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(order)
	});
	if (response.ok) return;
	throw await refusalOf(response);
}
