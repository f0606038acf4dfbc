import { clocksAnswer } from '$lib/server/clocks/http.ts';
import type { RequestHandler } from './$types';

/** Spells in which sources' clocks were slow, and what was said of each. */
export const GET: RequestHandler = async ({ locals }) => clocksAnswer(await locals.touchstone.clocks.read());
