/** The list an address names, and what else it asks of it. */
export function listIn({ searchParams }: URL) {
	const params = new URLSearchParams(searchParams);
	params.delete('list');
	return { list: searchParams.get('list') ?? '', params };
}
