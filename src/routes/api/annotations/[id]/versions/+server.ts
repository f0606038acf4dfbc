import { annotationHandlers } from '$lib/server/annotation-handlers.ts';
import type { RequestHandler } from './$types';

/** Every version, the latest first. */
export const GET: RequestHandler = annotationHandlers.versions;
