import { type DynamicModule, Module } from '@nestjs/common';
import { AUDIT_OPTIONS, Audit } from './audit.js';
import { AuditLoop } from './audit-loop.js';
import type { AuditOptions } from './audit-options.js';

/** Rows beside contracts: once when it is told to, or again and again. */
@Module({})
export class AuditModule {
  static forRoot(options: AuditOptions): DynamicModule {
    return {
      module: AuditModule,
      providers: [Audit, { provide: AUDIT_OPTIONS, useValue: options }, ...(options.watchSeconds ? [AuditLoop] : [])],
      exports: [Audit],
    };
  }
}
