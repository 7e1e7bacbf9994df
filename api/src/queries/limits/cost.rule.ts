import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValueNode,
} from 'graphql';
import { MAXIMUM_LIMIT } from '../page.js';

/** How many objects one document may ask for. */
export const MAXIMUM_COST = 25_000;
/** How long lists without a page (calls, timelines, gates) are taken to be. */
const SHORT_LIST = 10;
const DEFAULT_LIMIT = 20;

/** Refuses documents that could ask for more objects than the door gives at once: nested pages multiply. */
export function costRule(context: ValidationContext): ASTVisitor {
  const known = new Map<string, number>();

  function costOf(
    set: SelectionSetNode | undefined,
    type: GraphQLNamedType | undefined,
    path: readonly string[],
  ): number {
    return (set?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + costOfField(selection, type, path);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + costOfFragment(selection.name.value, path);
      const condition = selection.typeCondition?.name.value;
      return sum + costOf(selection.selectionSet, condition ? context.getSchema().getType(condition) : type, path);
    }, 0);
  }

  function costOfField(field: FieldNode, parent: GraphQLNamedType | undefined, path: readonly string[]): number {
    const hasFields = isObjectType(parent) || isInterfaceType(parent);
    const definition = hasFields ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    if (!definition || !parent || !isCompositeType(type)) return 0;
    return lengthOf(field, definition, parent) * (1 + costOf(field.selectionSet, type, path));
  }

  function costOfFragment(name: string, path: readonly string[]): number {
    const fragment = context.getFragment(name);
    if (!fragment || path.includes(name)) return 0;
    const type = context.getSchema().getType(fragment.typeCondition.name.value);
    const cost = known.get(name) ?? costOf(fragment.selectionSet, type, [...path, name]);
    known.set(name, cost);
    return cost;
  }

  return {
    OperationDefinition(operation) {
      const root = context.getSchema().getRootType(operation.operation) ?? undefined;
      const cost = costOf(operation.selectionSet, root, []);
      if (cost <= MAXIMUM_COST) return;
      const message = `The query asks for up to ${cost} objects; at most ${MAXIMUM_COST} are answered. Ask for smaller pages.`;
      context.reportError(new GraphQLError(message, { nodes: operation, extensions: { limit: 'QUERY_TOO_COSTLY' } }));
    },
  };
}

/** How many objects a field may give. A page counts where its limit stands, so its `nodes` do not count again. */
function lengthOf(field: FieldNode, { type }: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): number {
  const argument = field.arguments?.find(({ name }) => ['page', 'limit', 'input'].includes(name.value));
  const isList = isListType(getNullableType(type));
  if (isPage(getNamedType(type)) || (isList && argument)) return argument ? limitOf(argument.value) : DEFAULT_LIMIT;
  return isList && !isPage(parent) ? SHORT_LIST : 1;
}

function isPage(type: GraphQLNamedType): boolean {
  return isObjectType(type) && 'nodes' in type.getFields() && 'pageInfo' in type.getFields();
}

/** The limit as written. What a variable will hold is not known here: the most that is answered. */
function limitOf(value: ValueNode): number {
  if (value.kind === Kind.INT) return Math.max(1, Number(value.value));
  if (value.kind === Kind.NULL) return DEFAULT_LIMIT;
  if (value.kind !== Kind.OBJECT) return MAXIMUM_LIMIT;
  const part = value.fields.find(({ name }) => name.value === 'limit' || name.value === 'page');
  return part ? limitOf(part.value) : DEFAULT_LIMIT;
}
