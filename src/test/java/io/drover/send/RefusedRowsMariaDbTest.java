package io.drover.send;

import io.drover.Installation;
import io.drover.MariaServer;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shop in MariaDB. */
@ExtendWith({Installation.Shared.class, MariaServer.Shared.class})
class RefusedRowsMariaDbTest extends RefusedRowsCases {

    RefusedRowsMariaDbTest(Installation drover, MariaServer maria) {
        super(new SendLab(drover, maria));
    }

    @Override
    Map<String, String> bad() {
        return Map.of(
                "column code: text of 11 characters", "code = 'eleven char'",
                "column code: has no value", "code = null",
                "CONSTRAINT `not_cheap` failed", "price = -1",
                "Duplicate entry 'S150' for key 'one_sku'", "sku = 'S150'",
                "CONSTRAINT `of_group` FOREIGN KEY", "grp = 99",
                "the shop says no", "note = 'boom'",
                "CONSTRAINT `item.data` failed", "data = '{bad'");
    }

    @Override
    String shopTables() {
        return """
                create table lab.grp (id int primary key);
                insert into lab.grp values (1);
                create table lab.item (id int primary key, code varchar(10) not null, price decimal(8,2),
                  sku varchar(20), grp int, data json, note text, constraint not_cheap check (price >= 0),
                  constraint one_sku unique (sku), constraint of_group foreign key (grp) references lab.grp (id));
                create procedure if not exists lab.refuse(note text)
                  if note = 'boom' then signal sqlstate '45000' set message_text = 'the shop says no'; end if;
                create trigger lab.refuse_new before insert on lab.item for each row call lab.refuse(new.note);
                create trigger lab.refuse_changed before update on lab.item for each row call lab.refuse(new.note);
                """;
    }
}
