package io.drover.send;

import io.drover.Installation;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in PostgreSQL. */
@ExtendWith(Installation.Shared.class)
class RefusedRowsTest extends RefusedRowsCases {

    RefusedRowsTest(Installation drover) {
        super(new SendLab(drover));
    }

    @Override
    Map<String, String> bad() {
        return Map.of(
                "column code: text of 11 characters", "code = 'eleven char'",
                "column code: has no value", "code = null",
                "violates check constraint \"not_cheap\"", "price = -1",
                "violates unique constraint \"one_sku\"", "sku = 'S150'",
                "violates foreign key constraint \"of_group\"", "grp = 99",
                "the shop says no", "note = 'boom'",
                "invalid input syntax for type json", "data = '{bad'");
    }

    @Override
    String shopTables() {
        return """
                create table lab.grp (id int primary key);
                insert into lab.grp values (1);
                create table lab.item (id int primary key, code varchar(10) not null,
                  price numeric(8,2) constraint not_cheap check (price >= 0), sku text constraint one_sku unique,
                  grp int constraint of_group references lab.grp, data json, note text);
                create function lab.refuse() returns trigger language plpgsql as $body$
                  begin if new.note = 'boom' then raise exception 'the shop says no'; end if; return new; end $body$;
                create trigger refuse before insert or update on lab.item for each row execute function lab.refuse();

                """;
    }
}
