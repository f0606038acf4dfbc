import { json } from '@sveltejs/kit';
import type { SimulationAnswer } from '$lib/server/simulation.ts';
import type { RequestHandler } from './$types';

const answer = ({ status, body }: SimulationAnswer) => json(body, { status });

/** How the simulated traffic stands. */
export const GET: RequestHandler = async ({ locals }) => answer(await locals.touchstone.simulation.state());

/** Starts simulated traffic; the body may say teams, rate and days. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const text = await request.text();
	const options: unknown = text.trim().startsWith('{') ? JSON.parse(text) : {};
	return answer(await locals.touchstone.simulation.start(options));
};

/** Stops simulated traffic and removes every trace of it. */
export const DELETE: RequestHandler = async ({ locals }) =>
	answer(await locals.touchstone.simulation.remove());
