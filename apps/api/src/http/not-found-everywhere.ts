import { Injectable, NotFoundException, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Application, Request, Response } from 'express';
import { problemOf, sendProblem } from './problem.js';

/**
 * Answers what no route, file or page claimed. Nest does that below `/api` only; elsewhere Express
 * would answer with HTML.
 */
@Injectable()
export class NotFoundEverywhere implements OnApplicationBootstrap {
  constructor(private readonly host: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    const express = this.host.httpAdapter.getInstance<Application>();
    express.use((request: Request, response: Response) =>
      sendProblem(response, problemOf(new NotFoundException(`Cannot ${request.method} ${request.path}`))),
    );
  }
}
