import { z } from 'zod';

const Done = z.object({ published: z.int(), restated: z.int(), failed: z.array(z.string()) });
const Refused = z.object({ error: z.object({ detail: z.string() }) });

/** Has the server publish what is due and compare what is published, now; throws an error in words for people. */
export async function checkPublished(): Promise<z.infer<typeof Done>> {
	const response = await fetch('/api/published', { method: 'POST' });
	const body: unknown = await response.json().catch(() => undefined);
	if (response.ok) return Done.parse(body);
	const refused = Refused.safeParse(body);
	throw new Error(refused.success ? refused.data.error.detail : `HTTP ${response.status}`);
}
