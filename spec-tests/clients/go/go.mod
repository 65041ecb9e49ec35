module dev.meerkat/client

go 1.25

require go.mongodb.org/mongo-driver/v2 v2.9.3
