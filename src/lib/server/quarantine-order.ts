import type { z } from 'zod';
import { refuse } from './http.ts';

type Read<T> = { ok: true; value: T } | { ok: false; refused: Response };

const refused = (path: string, detail: string): Read<never> => ({ ok: false, refused: refuse(path, detail) });

/** Reads an order from a request's JSON; the refusal names the field. */
export async function readOrder<Order>(request: Request, schema: z.ZodType<Order>): Promise<Read<Order>> {
	// A page of another host could post a form or plain text without being asked: JSON it cannot.
	if (!request.headers.get('content-type')?.startsWith('application/json'))
		return refused('Content-Type', 'expected application/json');
	let body: unknown;
	try {
		body = await request.json();
	} catch {
		return refused('', 'the body is not JSON');
	}
	const order = schema.safeParse(body);
	if (order.success) return { ok: true, value: order.data };
	const [issue] = order.error.issues;
	const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
	return refused([...(issue?.path ?? []), ...unknown].join('.'), issue?.message ?? 'invalid');
}
