-- Tells the asker which run serves the command, or why none does.
update web.integrator_command
set run = cast(:#run as bigint), answer = cast(:#answer as varchar(200))
where id = :#${body[id]}
