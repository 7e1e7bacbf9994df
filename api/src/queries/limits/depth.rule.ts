import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';

/** How many fields may stand inside one another. */
export const MAXIMUM_DEPTH = 12;
/** What tools ask to learn the schema is deeper, by its nature, and costs nothing but the schema. */
const MAXIMUM_INTROSPECTION_DEPTH = 20;

/** Refuses documents that are nested deeper than any screen needs. */
export function depthRule(context: ValidationContext): ASTVisitor {
  const known = new Map<string, number>();

  const depthOf = (set: SelectionSetNode | undefined, path: readonly string[]): number =>
    Math.max(0, ...(set?.selections ?? []).map((selection) => depthOfSelection(selection, path)));

  function depthOfSelection(selection: SelectionSetNode['selections'][number], path: readonly string[]): number {
    if (selection.kind === Kind.FIELD) return 1 + depthOf(selection.selectionSet, path);
    if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet, path);
    return depthOfFragment(selection.name.value, path);
  }

  // Each fragment is measured once, however often it is spread; one within itself is another rule's to refuse.
  function depthOfFragment(name: string, path: readonly string[]): number {
    const fragment = context.getFragment(name);
    if (!fragment || path.includes(name)) return 0;
    const depth = known.get(name) ?? depthOf(fragment.selectionSet, [...path, name]);
    known.set(name, depth);
    return depth;
  }

  return {
    OperationDefinition(operation) {
      for (const selection of operation.selectionSet.selections) {
        const isIntrospection = selection.kind === Kind.FIELD && selection.name.value.startsWith('__');
        const maximum = isIntrospection ? MAXIMUM_INTROSPECTION_DEPTH : MAXIMUM_DEPTH;
        const depth = depthOfSelection(selection, []);
        if (depth <= maximum) continue;
        const message = `The query is ${depth} levels deep; at most ${maximum} are answered.`;
        context.reportError(new GraphQLError(message, { nodes: operation, extensions: { limit: 'QUERY_TOO_DEEP' } }));
        return false;
      }
      return undefined;
    },
  };
}
