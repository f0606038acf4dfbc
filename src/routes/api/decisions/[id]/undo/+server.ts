import { decisionHandlers } from '$lib/server/decision-handlers.ts';
import type { RequestHandler } from './$types';

/** Puts back what stood before the last change, which `If-Match` has to name. */
export const POST: RequestHandler = decisionHandlers.undo;
