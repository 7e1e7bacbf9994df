import { Entity } from 'typeorm';
import { TextColumn } from './columns.js';
import { Fact } from './position.js';

/** `OwnershipTransferred` of any of our contracts. */
@Entity({ name: 'ownership_transferred' })
export class OwnershipTransferredEntity extends Fact {
  @TextColumn()
  previousOwner!: string;

  @TextColumn()
  newOwner!: string;
}

/** `EIP712DomainChanged`: signatures are bound to another domain from now on. */
@Entity({ name: 'eip712_domain_changed' })
export class Eip712DomainChangedEntity extends Fact {}
