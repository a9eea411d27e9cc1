// Generated from openapi/openapi.json by npm run generate.

export interface paths {
    "/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a visit and get its token
         * @description With a publishable key from one of its origins, or with an API key, which alone may name the visit.
         */
        post: operations["createVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/visits/{visitId}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a fresh token for a visit */
        post: operations["renewVisitToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/visits/{visitId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask whether a visit can be invited now */
        get: operations["getVisit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Place a new interaction in the Qualified queue */
        post: operations["createInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an interaction, settled to this moment */
        get: operations["getInteraction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read every fact of an interaction, in order */
        get: operations["getInteractionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/displayed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report that the invitation is on screen */
        post: operations["reportDisplayed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Post the visitor's answer to the invitation */
        post: operations["postDisposition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/registration-form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Post the completed registration form */
        post: operations["completeRegistrationForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide for an engagement: invite the visitor */
        post: operations["engageInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/noengage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide against an engagement */
        post: operations["noengageInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the processing of a terminal interaction */
        post: operations["stopInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server/data/gateway/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide for an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["serverGatewayEngage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server/data/gateway/noengage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide against an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["serverGatewayNoengage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/data/gateway/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide for an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["backendGatewayEngage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/data/gateway/noengage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide against an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["backendGatewayNoengage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every option with its value and what is valid */
        get: operations["listOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one option */
        get: operations["getOption"];
        /** Change an option, effective immediately */
        put: operations["setOption"];
        post?: never;
        /** Put an option back to its default */
        delete: operations["resetOption"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of an option, newest first */
        get: operations["getOptionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the value of an earlier version the newest */
        post: operations["rollBackOption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List interactions, newest first
         * @description States are those of the last sweep, well under a second ago; a single read settles.
         */
        get: operations["listInteractions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/interactions/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the processing of a terminal interaction */
        post: operations["adminStopInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/interactions/{id}/clean": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a stuck interaction out of its queue
         * @description From Qualified and Engaged it moves to Failed, reason `cleaned`; in a terminal queue it is stopped.
         */
        post: operations["cleanInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every queue with its counts */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/queues/{name}/clean": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take stuck interactions out of a queue
         * @description Those in Qualified and Engaged move to Failed, reason `cleaned`; terminal ones are stopped.
         */
        post: operations["cleanQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys, newest first */
        get: operations["listApiKeys"];
        put?: never;
        /** Make an API key; its text is shown this once */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/publishable-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the publishable keys, newest first */
        get: operations["listPublishableKeys"];
        put?: never;
        /** Make a publishable key for some origins */
        post: operations["createPublishableKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/publishable-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a publishable key */
        delete: operations["revokePublishableKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign browser tokens with a new secret from now on
         * @description Tokens signed before stay good until they expire. Happens by itself every 30 days.
         */
        post: operations["rotateSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every change made by ops, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/visitors/{visitorId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything kept of a visitor: interactions with user data, form and history
         * @description States are those of the last sweep, well under a second ago. A person of whom nothing is known has an empty export. Cut off when it cannot be read to its end.
         */
        get: operations["exportVisitor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/visitors/{visitorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget a visitor: remove everything personal, end what is live
         * @description The anonymous history and the counts stay. Asking again is harmless, and finishes what was cut short.
         */
        delete: operations["eraseVisitor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/identities/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything kept of a contact: interactions with user data, form and history
         * @description States are those of the last sweep, well under a second ago. A person of whom nothing is known has an empty export. Cut off when it cannot be read to its end.
         */
        get: operations["exportIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/identities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget a contact: remove everything personal, end what is live
         * @description The anonymous history and the counts stay. Asking again is harmless, and finishes what was cut short.
         */
        delete: operations["eraseIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can do its work now; `?verbose` lists the checks */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the text format of Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Interaction: {
            /** Format: uuid */
            id: string;
            /**
             * @description The role of the queue it is in.
             * @enum {string}
             */
            state: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
            /** @description The name of the queue it was placed in. */
            queue: string;
            /** @enum {string} */
            status: "active" | "stopped";
            /** @description Null once the person is erased. */
            visitId: string | null;
            /** @description The visitor, as the site knows them. */
            visitorId: string | null;
            /** @enum {string|null} */
            channel: "proactiveChat" | "proactiveCallback" | null;
            /** @description What the visit was found worth an offer for. */
            category: string | null;
            /** @description The page the visit was on. */
            pageId: string | null;
            /** @description Its address. */
            pageUrl: string | null;
            /**
             * @description The visitor's answer, or `timeout` set by the server.
             * @enum {string|null}
             */
            dispositionCode: "acceptCall" | "reject" | "timeout" | null;
            /**
             * @description Why it ended, when not by the visitor's answer.
             * @enum {string|null}
             */
            reason: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased" | null;
            /** @description The strategy's own words. Never shown to browsers. */
            reasonDetail?: string | null;
            /**
             * Format: date-time
             * @description When it was placed in the Qualified queue. RFC 3339, UTC, with milliseconds.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the strategy said engage. RFC 3339, UTC, with milliseconds.
             */
            engagedAt: string | null;
            /**
             * Format: date-time
             * @description When the invitation was on screen. RFC 3339, UTC, with milliseconds.
             */
            displayedAt: string | null;
            /**
             * Format: date-time
             * @description When it reached its terminal state; for an expiry, the deadline. RFC 3339, UTC, with milliseconds.
             */
            disposedAt: string | null;
            /**
             * Format: date-time
             * @description When its processing ended. RFC 3339, UTC, with milliseconds.
             */
            stoppedAt: string | null;
            /**
             * Format: date-time
             * @description When the clock that runs on it ends. RFC 3339, UTC, with milliseconds.
             */
            deadlineAt: string | null;
            /**
             * Format: date-time
             * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
             */
            serverTime: string;
            /** @description Null until the invitation is accepted. */
            registrationForm: {
                /** @enum {string} */
                status: "pending" | "completed" | "expired" | "completed_late";
                fields: {
                    [key: string]: string;
                };
                /** Format: date-time */
                completedAt: string | null;
            } | null;
            /** @description The contact the interaction is bound to. Never shown to browsers. */
            identity?: {
                id: string;
                key: string;
                value: string;
            } | null;
            /** @description Data about the visit for the agent. */
            caseData: {
                [key: string]: string;
            };
            /** @description Attached key-values. Never shown to browsers. */
            userData?: {
                [key: string]: string;
            };
            /** @description Rises by one with each change. */
            version: number;
        };
        CreatedInteraction: {
            /** Format: uuid */
            id: string;
            /**
             * @description The role of the queue it is in.
             * @enum {string}
             */
            state: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
            /** @description The name of the queue it was placed in. */
            queue: string;
            /** @enum {string} */
            status: "active" | "stopped";
            /** @description Null once the person is erased. */
            visitId: string | null;
            /** @description The visitor, as the site knows them. */
            visitorId: string | null;
            /** @enum {string|null} */
            channel: "proactiveChat" | "proactiveCallback" | null;
            /** @description What the visit was found worth an offer for. */
            category: string | null;
            /** @description The page the visit was on. */
            pageId: string | null;
            /** @description Its address. */
            pageUrl: string | null;
            /**
             * @description The visitor's answer, or `timeout` set by the server.
             * @enum {string|null}
             */
            dispositionCode: "acceptCall" | "reject" | "timeout" | null;
            /**
             * @description Why it ended, when not by the visitor's answer.
             * @enum {string|null}
             */
            reason: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased" | null;
            /** @description The strategy's own words. Never shown to browsers. */
            reasonDetail?: string | null;
            /**
             * Format: date-time
             * @description When it was placed in the Qualified queue. RFC 3339, UTC, with milliseconds.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the strategy said engage. RFC 3339, UTC, with milliseconds.
             */
            engagedAt: string | null;
            /**
             * Format: date-time
             * @description When the invitation was on screen. RFC 3339, UTC, with milliseconds.
             */
            displayedAt: string | null;
            /**
             * Format: date-time
             * @description When it reached its terminal state; for an expiry, the deadline. RFC 3339, UTC, with milliseconds.
             */
            disposedAt: string | null;
            /**
             * Format: date-time
             * @description When its processing ended. RFC 3339, UTC, with milliseconds.
             */
            stoppedAt: string | null;
            /**
             * Format: date-time
             * @description When the clock that runs on it ends. RFC 3339, UTC, with milliseconds.
             */
            deadlineAt: string | null;
            /**
             * Format: date-time
             * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
             */
            serverTime: string;
            /** @description Null until the invitation is accepted. */
            registrationForm: {
                /** @enum {string} */
                status: "pending" | "completed" | "expired" | "completed_late";
                fields: {
                    [key: string]: string;
                };
                /** Format: date-time */
                completedAt: string | null;
            } | null;
            /** @description The contact the interaction is bound to. Never shown to browsers. */
            identity?: {
                id: string;
                key: string;
                value: string;
            } | null;
            /** @description Data about the visit for the agent. */
            caseData: {
                [key: string]: string;
            };
            /** @description Attached key-values. Never shown to browsers. */
            userData?: {
                [key: string]: string;
            };
            /** @description Rises by one with each change. */
            version: number;
            /** @description For the browser: good for this interaction, 24 hours. */
            token: string;
        };
        HistoryItem: {
            /** @description 1, 2, 3, … without gaps. */
            sequence: number;
            /** @enum {string} */
            type: "interaction.created" | "interaction.engaged" | "interaction.displayed" | "interaction.accepted" | "interaction.rejected" | "interaction.timed_out" | "interaction.failed" | "interaction.missed" | "registration_form.completed" | "registration_form.expired" | "interaction.stopped" | "interaction.erased";
            /**
             * Format: date-time
             * @description When it happened. RFC 3339, UTC, with milliseconds.
             */
            at: string;
            /**
             * @description `system` is a consequence, like auto-stop.
             * @enum {string}
             */
            by: "site" | "strategy" | "browser" | "clock" | "ops" | "system";
            /** @enum {string|null} */
            from: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed" | null;
            /** @enum {string} */
            to: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
            queue: string;
            /** @enum {string|null} */
            reason: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased" | null;
        };
        Problem: {
            /** @description A stable URI that ends in the code. */
            type: string;
            title: string;
            status: number;
            /** @description What was wrong this time, and what would be valid. */
            detail: string;
            /** @description Names this request in the log of the service. */
            instance: string;
            code: string;
            errors?: {
                pointer: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createVisit: {
        parameters: {
            query?: {
                /** @description The publishable key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The visitor, as the site knows them. */
                    visitorId?: string;
                    /** @description Only with an API key; else the server mints it. */
                    visitId?: string;
                    /** @description The publishable key. */
                    key?: string;
                };
                "text/plain": {
                    /** @description The visitor, as the site knows them. */
                    visitorId?: string;
                    /** @description Only with an API key; else the server mints it. */
                    visitId?: string;
                    /** @description The publishable key. */
                    key?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The visitor, as the site knows them. */
                    visitorId?: string;
                    /** @description Only with an API key; else the server mints it. */
                    visitId?: string;
                    /** @description The publishable key. */
                    key?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        visitId: string;
                        /** @description For the browser: good for this visit, 24 hours. */
                        token: string;
                        /**
                         * Format: date-time
                         * @description When the token becomes void. RFC 3339, UTC, with milliseconds.
                         */
                        expiresAt: string;
                    };
                };
            };
        };
    };
    renewVisitToken: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The visit. */
                visitId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        visitId: string;
                        /** @description For the browser: good for this visit, 24 hours. */
                        token: string;
                        /**
                         * Format: date-time
                         * @description When the token becomes void. RFC 3339, UTC, with milliseconds.
                         */
                        expiresAt: string;
                    };
                };
            };
        };
    };
    getVisit: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The visit. */
                visitId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        visitId: string;
                        /** @description The live engagement attempt, if there is one. */
                        liveInteractionId: string | null;
                        /** @description Whether a new interaction would be created now. */
                        canBeInvited: boolean;
                        /**
                         * Format: date-time
                         * @description When the block ends at the latest. RFC 3339, UTC, with milliseconds.
                         */
                        blockedUntil: string | null;
                        /** @enum {string|null} */
                        blockedReason: "engagement_in_progress" | null;
                    };
                };
            };
        };
    };
    createInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The visit to invite. With a visit token it may be left out. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them. */
                    visitorId?: string;
                    /** @description The page the visit is on. */
                    pageId?: string;
                    /** @description Its address. */
                    pageUrl?: string;
                    /** @description What the visit was found worth an offer for. */
                    category?: string;
                    /**
                     * @description The wish of the site; the strategy decides.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Key-values to attach. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The visit to invite. With a visit token it may be left out. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them. */
                    visitorId?: string;
                    /** @description The page the visit is on. */
                    pageId?: string;
                    /** @description Its address. */
                    pageUrl?: string;
                    /** @description What the visit was found worth an offer for. */
                    category?: string;
                    /**
                     * @description The wish of the site; the strategy decides.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Key-values to attach. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The visit to invite. With a visit token it may be left out. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them. */
                    visitorId?: string;
                    /** @description The page the visit is on. */
                    pageId?: string;
                    /** @description Its address. */
                    pageUrl?: string;
                    /** @description What the visit was found worth an offer for. */
                    category?: string;
                    /**
                     * @description The wish of the site; the strategy decides.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Key-values to attach. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInteraction"];
                };
            };
        };
    };
    getInteraction: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    getInteractionHistory: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HistoryItem"][];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    reportDisplayed: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    postDisposition: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    code: "acceptCall" | "reject" | "timeout";
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @enum {string} */
                    code: "acceptCall" | "reject" | "timeout";
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    code: "acceptCall" | "reject" | "timeout";
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    completeRegistrationForm: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the visitor filled in. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    fields: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description What the visitor filled in. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    fields: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description What the visitor filled in. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    fields: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    engageInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Default: what the site asked for, else chat.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Texts of the invitation: `title`, `text`, …. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    invitation?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    noengageInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description The strategy's own words; kept as `reasonDetail`.
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    stopInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    serverGatewayEngage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    ixnProfile: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    serverGatewayNoengage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    cancelData: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    backendGatewayEngage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    ixnProfile: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    backendGatewayNoengage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    cancelData: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    listOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            section: string;
                            name: string;
                            /** @description The shipped value; null when not set. */
                            default: string | null;
                            isDefault: boolean;
                            /** @description The valid values, in words. */
                            valid: string;
                            description: string;
                            /** @description What to think of before leaving it so. */
                            warning: string | null;
                            /** @description 1 is the shipped default; each change adds one. */
                            version: number;
                            /** @description In text form; null when not set. */
                            value: string | null;
                            /**
                             * Format: date-time
                             * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string | null;
                            /** @description The name of the key that changed it. */
                            updatedBy: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getOption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    };
                };
            };
        };
    };
    setOption: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description In text form; a number or boolean stands for its text, null for not set. */
                    value: string | number | boolean | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    };
                };
            };
        };
    };
    resetOption: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    };
                };
            };
        };
    };
    getOptionHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description 1 is the shipped default; each change adds one. */
                            version: number;
                            /** @description In text form; null when not set. */
                            value: string | null;
                            /**
                             * Format: date-time
                             * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string | null;
                            /** @description The name of the key that changed it. */
                            updatedBy: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rollBackOption: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The version to go back to. */
                    version: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    };
                };
            };
        };
    };
    listInteractions: {
        parameters: {
            query?: {
                state?: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
                /** @description The name of the queue it is in. */
                queue?: string;
                status?: "active" | "stopped";
                /** @description The visit. */
                visitId?: string;
                /** @description The visitor. */
                visitorId?: string;
                /** @description Why it ended. */
                reason?: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased";
                /** @description Created later than this moment. */
                createdAfter?: string;
                /** @description Created earlier than this moment. */
                createdBefore?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Interaction"][];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    adminStopInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    cleanInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description The states whose interactions the options place in it. */
                            states: ("Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed")[];
                            /** @description Interactions in it that are not stopped. */
                            active: number;
                            /** @description Interactions in it that are stopped. */
                            stopped: number;
                            /** @description Interactions ever placed in it. */
                            entered: number;
                            /**
                             * Format: date-time
                             * @description When the oldest active one was placed in it. RFC 3339, UTC, with milliseconds.
                             */
                            oldestActiveAt: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    cleanQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the queue. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Only those in the queue for at least that long.
                     * @default 600
                     */
                    olderThanSeconds?: number;
                    /**
                     * @description Only count; change nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Active ones in it for that long. */
                        matched: number;
                        /** @description Those taken out or stopped by this call. */
                        cleaned: number;
                    };
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description The first characters, to recognise it by. */
                            prefix: string;
                            scopes: ("interactions:create" | "interactions:read" | "orchestration" | "admin:read" | "admin:write")[];
                            /**
                             * Format: date-time
                             * @description When it was made. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                             */
                            revokedAt: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Who or what holds it. */
                    name: string;
                    scopes: ("interactions:create" | "interactions:read" | "orchestration" | "admin:read" | "admin:write")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description The first characters, to recognise it by. */
                        prefix: string;
                        scopes: ("interactions:create" | "interactions:read" | "orchestration" | "admin:read" | "admin:write")[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                        /** @description Shown this once. */
                        key: string;
                    };
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description The first characters, to recognise it by. */
                        prefix: string;
                        scopes: ("interactions:create" | "interactions:read" | "orchestration" | "admin:read" | "admin:write")[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                    };
                };
            };
        };
    };
    listPublishableKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description For the pages; not a secret. */
                            key: string;
                            /** @description The origins whose pages may use it. */
                            origins: string[];
                            /**
                             * Format: date-time
                             * @description When it was made. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                             */
                            revokedAt: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createPublishableKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Which site it is for. */
                    name: string;
                    origins: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description For the pages; not a secret. */
                        key: string;
                        /** @description The origins whose pages may use it. */
                        origins: string[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                    };
                };
            };
        };
    };
    revokePublishableKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description For the pages; not a secret. */
                        key: string;
                        /** @description The origins whose pages may use it. */
                        origins: string[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                    };
                };
            };
        };
    };
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Names the secret; the secret is never shown. */
                        id: string;
                        /**
                         * Format: date-time
                         * @description From when on it signs. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                    };
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description When it was done. RFC 3339, UTC, with milliseconds.
                             */
                            at: string;
                            /** @description The key that did it. */
                            keyId: string;
                            keyName: string;
                            /** @description For instance `option.changed`. */
                            action: string;
                            /** @description What was changed: a name or an id. */
                            target: string;
                            /** @description What it was. */
                            before: unknown;
                            /** @description What it became. */
                            after: unknown;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    exportVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The visitor, as the site knows them. */
                visitorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            /** @enum {string} */
                            kind: "visitor" | "identity";
                            id: string;
                        };
                        /**
                         * Format: date-time
                         * @description When it was read. RFC 3339, UTC, with milliseconds.
                         */
                        exportedAt: string;
                        /** @description Newest first; empty when nothing is known of the person. */
                        items: {
                            interaction: components["schemas"]["Interaction"];
                            /** @description The texts that were shown, as the strategy wrote them. */
                            invitation: {
                                [key: string]: string;
                            } | null;
                            history: components["schemas"]["HistoryItem"][];
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    eraseVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The visitor, as the site knows them. */
                visitorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Interactions erased by this call; 0 when none was left. */
                        erased: number;
                    };
                };
            };
        };
    };
    exportIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the `identity` of an interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            /** @enum {string} */
                            kind: "visitor" | "identity";
                            id: string;
                        };
                        /**
                         * Format: date-time
                         * @description When it was read. RFC 3339, UTC, with milliseconds.
                         */
                        exportedAt: string;
                        /** @description Newest first; empty when nothing is known of the person. */
                        items: {
                            interaction: components["schemas"]["Interaction"];
                            /** @description The texts that were shown, as the strategy wrote them. */
                            invitation: {
                                [key: string]: string;
                            } | null;
                            history: components["schemas"]["HistoryItem"][];
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    eraseIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the `identity` of an interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Interactions erased by this call; 0 when none was left. */
                        erased: number;
                    };
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "alive";
                    };
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: {
                verbose?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready";
                        checks?: {
                            name: string;
                            ok: boolean;
                            detail: string;
                        }[];
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
}
