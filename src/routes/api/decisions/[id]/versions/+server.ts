import { decisionHandlers } from '$lib/server/decision-handlers.ts';
import type { RequestHandler } from './$types';

/** Every version, the latest first. */
export const GET: RequestHandler = decisionHandlers.versions;
