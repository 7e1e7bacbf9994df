import { Eip712DomainChangedEntity } from '../../store/contract-change.entity.js';
import { on } from '../handler.js';

export const onEip712DomainChanged = on('event EIP712DomainChanged()', ({ at }, facts) =>
  facts.append(Eip712DomainChangedEntity, { ...at }),
);
