import { z } from 'zod';

const Simulation = z.object({
	running: z.boolean(),
	phase: z.string().nullish(),
	total: z.number().nullish(),
	sent: z
		.number()
		.nullish()
		.transform((sent) => sent ?? 0)
});
export type Simulation = z.infer<typeof Simulation>;

const ADDRESS = '/api/simulation';

/** How the simulator is doing; null when that cannot be known. */
export async function readSimulation(): Promise<Simulation | null> {
	try {
		return Simulation.parse(await (await fetch(ADDRESS)).json());
	} catch {
		return null;
	}
}

/** Starts simulated traffic; answers what went wrong, or null. */
export const startSimulation = () => tell('POST');

/** Stops the simulator and removes all it sent; answers what went wrong, or null. */
export const removeSimulation = () => tell('DELETE');

async function tell(method: 'POST' | 'DELETE'): Promise<string | null> {
	try {
		const response = await fetch(ADDRESS, { method });
		return response.ok ? null : `${response.status} ${await response.text()}`.slice(0, 300);
	} catch (error) {
		return String(error);
	}
}
