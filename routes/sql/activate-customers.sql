-- The shop marks a customer Pending to ask for statement data; from this run on the customer has it.
update web.customer set activation = 'Active' where activation = 'Pending'
