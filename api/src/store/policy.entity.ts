import { Entity, Index } from 'typeorm';
import { BytesColumn, FlagColumn, HashColumn, Int8Column, IntColumn, JsonColumn, TextColumn } from './columns.js';
import { Fact } from './position.js';

/** What every policy event names: a version of one kind for one subject, and the epoch of the change. */
export abstract class PolicyVersion extends Fact {
  /** 0 model, 1 safety, 2 moderation, 3 access, 4 revenue. */
  @IntColumn()
  kind!: number;

  /** The subject as text, for example "assistant". */
  @TextColumn()
  subject!: string;

  @HashColumn({ name: 'subject_bytes32' })
  subjectBytes32!: string;

  @Int8Column()
  version!: number;

  @Int8Column()
  epoch!: number;
}

/** `PolicyAdopted`. */
@Entity({ name: 'policy_adopted' })
@Index(['chainId', 'contract', 'kind', 'subject', 'version'])
@Index(['runId'])
@Index(['digest'])
export class PolicyAdoptedEntity extends PolicyVersion {
  @HashColumn()
  digest!: string;

  @FlagColumn()
  isActive!: boolean;

  /** The run that carries a model policy out; null for the other kinds. */
  @HashColumn({ nullable: true })
  runId!: string | null;

  /** `abi.encode` of the kind's struct, as in the event. */
  @BytesColumn()
  document!: Buffer;

  /** The document decoded: the struct's fields, whole numbers above 32 bits as decimal strings. Null when it does not decode. */
  @JsonColumn({ nullable: true })
  body!: Record<string, unknown> | null;
}

/** `PolicyActivated`. */
@Entity({ name: 'policy_activated' })
@Index(['chainId', 'contract', 'kind', 'subject'])
export class PolicyActivatedEntity extends PolicyVersion {}

/** `PolicyRolledBack`: `version` 0 means that no version is in force. */
@Entity({ name: 'policy_rolled_back' })
@Index(['chainId', 'contract', 'kind', 'subject'])
export class PolicyRolledBackEntity extends PolicyVersion {}
