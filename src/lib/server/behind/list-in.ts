/** The list an address names, and what else it asks of it. */
export const listIn = ({ searchParams }: URL) => listOf(searchParams);

/** The same of its question. */
export function listOf(question: URLSearchParams) {
	const params = new URLSearchParams(question);
	params.delete('list');
	return { list: question.get('list') ?? '', params };
}
