import { GivenAnnotation } from '#schema/annotation.ts';
import { versionHandlers } from './versions/http.ts';

/** What can be done over HTTP with annotations. */
export const annotationHandlers = versionHandlers({
	name: 'annotation',
	given: GivenAnnotation,
	of: ({ annotations }) => annotations
});
