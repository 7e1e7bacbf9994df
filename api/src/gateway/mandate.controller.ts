import { Controller, Get } from '@nestjs/common';
import { Catalogue } from './catalogue.js';
import { ServingReport } from './serving-report.js';

/** What Mandate itself has to say beside the OpenAI API. */
@Controller('v1/mandate')
export class MandateController {
  constructor(
    private readonly report: ServingReport,
    private readonly catalogue: Catalogue,
  ) {}

  /** What is served now, with every digest. */
  @Get('serving')
  serving() {
    return this.report.now();
  }

  /** The base models, datasets and suites that a proposal can name. */
  @Get('catalogue')
  inputs() {
    return this.catalogue.read();
  }
}
