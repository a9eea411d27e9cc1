/** Stands for the domain that tap gives each test: catches nothing. */
export class Domain {
  constructor(onerror) {
    this.onerror = onerror;
  }

  destroy() {}
}
