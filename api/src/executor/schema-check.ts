import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** The first way in which a document breaks its schema: where, and what. */
export interface Violation {
  readonly field: string;
  readonly reason: string;
}

const ajv = new Ajv({ allErrors: false, strict: true, allowUnionTypes: true });
addFormats.default(ajv);

/** Compiles a schema into a check that names the offending field, unknown and missing ones included. */
export function schemaCheck(schema: object): (document: unknown) => Violation | null {
  const validate: ValidateFunction = ajv.compile(schema);
  return (document) => {
    if (validate(document)) return null;
    const error = validate.errors?.[0];
    return error === undefined ? { field: 'document', reason: 'not valid' } : violationOf(error);
  };
}

function violationOf(error: ErrorObject): Violation {
  const at = error.instancePath.split('/').slice(1);
  const named = (name: string) => [...at, name].join('.');
  if (error.keyword === 'required') return { field: named(error.params.missingProperty), reason: 'missing' };
  if (error.keyword === 'additionalProperties') {
    return { field: named(error.params.additionalProperty), reason: 'unknown field' };
  }
  // A schema that is `false` stands where a field has no place beside the others.
  if (error.keyword === 'false schema') return { field: at.join('.'), reason: 'not allowed here' };
  return { field: at.join('.') || 'document', reason: error.message ?? error.keyword };
}
