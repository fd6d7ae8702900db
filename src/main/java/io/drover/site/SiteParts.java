package io.drover.site;

import io.drover.db.ControlDatabase;
import io.drover.db.SiteDatabases;
import io.drover.run.HeldRowStore;
import io.drover.run.KeptRows;
import io.drover.run.RunLogs;
import io.drover.run.RunTables;
import io.drover.run.TimeLimit;
import io.drover.schedule.ScheduleStore;
import java.time.ZoneId;

/**
 * What a site is made of.
 *
 * @param control Drover's own database
 */
record SiteParts(
        String node,
        ZoneId zone,
        SiteStore store,
        RunTables runs,
        RunLogs logs,
        TimeLimit timeLimit,
        HeldRowStore heldRows,
        AuditStore audit,
        ScheduleStore schedules,
        SiteLog log,
        ControlDatabase control,
        KeptRows keptRows,
        SiteDatabases databases,
        SiteCamel camel,
        RouteFiles files,
        RouteSources sources) {}
