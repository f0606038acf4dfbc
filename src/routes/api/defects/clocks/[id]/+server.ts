import { sayOfClock } from '$lib/server/clocks/http.ts';
import type { RequestHandler } from './$types';

/** Says whether the clock was wrong, or is right and delivers late. `If-Match` refuses when another version of the list stands. */
export const PUT: RequestHandler = sayOfClock;
